resource "aws_ecs_task_definition" "api" {
  container_definitions = jsonencode([{
    environment = [
      { name = "JWT_SECRET", value = "change-me-please" },
    ]
  }])
}
