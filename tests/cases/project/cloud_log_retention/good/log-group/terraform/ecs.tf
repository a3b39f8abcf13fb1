resource "aws_ecs_service" "orders" {
  name            = "orders"
  cluster         = "shop"
  task_definition = "orders"
}

resource "aws_cloudwatch_log_group" "orders" {
  name              = "/ecs/orders"
  retention_in_days = 30
}
