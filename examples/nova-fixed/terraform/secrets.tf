provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "second"
  region = "ap-southeast-1"
}

resource "aws_secretsmanager_secret" "nova" {
  for_each = toset(["nova/database", "nova/jwt", "nova/pagerduty", "nova/sentry"])
  name     = each.key

  replica {
    region = "ap-southeast-1"
  }
}

variable "rotation_lambda_arn" {
  type = string
}

resource "aws_secretsmanager_secret_rotation" "nova" {
  for_each            = aws_secretsmanager_secret.nova
  secret_id           = each.value.id
  rotation_lambda_arn = var.rotation_lambda_arn

  rotation_rules {
    automatically_after_days = 30
  }
}

resource "aws_ecr_repository" "nova" {
  for_each             = toset(["auth-service", "graphql-gateway", "messaging-service", "notification-service", "user-service"])
  name                 = "nova/${each.key}"
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }
}

resource "aws_wafv2_web_acl" "nova" {
  name  = "nova"
  scope = "REGIONAL"

  default_action {
    allow {}
  }

  rule {
    name     = "managed-common"
    priority = 1

    override_action {
      none {}
    }

    statement {
      managed_rule_group_statement {
        name        = "AWSManagedRulesCommonRuleSet"
        vendor_name = "AWS"
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "managed-common"
      sampled_requests_enabled   = true
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "nova"
    sampled_requests_enabled   = true
  }
}
