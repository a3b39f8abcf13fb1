resource "aws_ecs_service" "orders" {
  name            = "orders"
  cluster         = "shop"
  task_definition = "orders"
}
