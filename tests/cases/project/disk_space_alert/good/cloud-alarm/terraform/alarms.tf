resource "aws_cloudwatch_metric_alarm" "database_storage" {
  alarm_name          = "database-storage"
  comparison_operator = "LessThanThreshold"
  evaluation_periods  = 2
  metric_name         = "FreeStorageSpace"
  namespace           = "AWS/RDS"
  period              = 300
  statistic           = "Average"
  threshold           = 10000000000
  alarm_actions       = [aws_sns_topic.operators.arn]
}
