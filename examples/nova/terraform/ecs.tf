provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_ecs_task_definition" "user_service" {
  family = "user-service"
  container_definitions = jsonencode([{
    name  = "user-service"
    image = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/nova/user-service:latest"
    environment = [
      { name = "DATABASE_URL", value = "postgres://postgres:password@postgres.nova.internal:5432/nova" },
    ]
  }])
}

resource "aws_ecs_service" "user_service" {
  name            = "user-service"
  task_definition = aws_ecs_task_definition.user_service.arn
  desired_count   = 2
}

resource "aws_db_instance" "nova" {
  identifier          = "nova"
  engine              = "postgres"
  instance_class      = "db.t4g.medium"
  allocated_storage   = 20
  multi_az            = false
  skip_final_snapshot = true
}
