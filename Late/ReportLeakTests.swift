import Foundation
import JSON5
import TestSupport
import Testing

/// Internal details of 16 kinds that a postmortem may hold; the check was made good until none of them got out.
private let details: [(kind: String, text: String)] = [
    ("host", "db-master-02"), ("host", "web-prod-07.acme.internal"), ("host", "kafka-broker-3.acme.lan"),
    ("host", "bastion-eu-1"), ("host", "localhost:8080"), ("host", "jenkins.acme.example"),
    ("private address", "10.42.7.13"), ("private address", "192.168.10.0/24"), ("private address", "172.16.0.9:5432"),
    ("private address", "fe80::1ff:fe23:4567:890a"), ("public address", "203.0.113.77"),
    ("public address", "2001:db8::8a2e:370:7334"), ("public address", "00:1B:44:11:3A:B7"),
    ("person", "Priya Raman"), ("person", "Tom Becker"), ("person", "Mei-Ling Chen"),
    ("staff mail", "tom.becker@acme.example"), ("staff mail", "oncall@corp.acme.example"),
    ("staff mail", "root@db01"), ("codename", "falcon.acme.example"), ("codename", "project falcon"),
    ("token", "AKIAIOSFODNN7EXAMPLE"), ("token", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"),
    ("token", "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oO"), ("token", "password=Tr0ub4dor3"),
    ("token", "postgres://app:hunter2@db/orders"), ("token", "sk_live_4eC39HqLyjWDarjtT1zdp7dc"),
    ("token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3"),
    ("ticket", "OPS-4711"), ("ticket", "PLAT-88123"), ("ticket", "PR #4521"), ("ticket", "commit 3f2a9bc1d"),
    ("ticket", "https://acme.atlassian.net/browse/PLAT-88"), ("vendor", "Cloudflare"), ("vendor", "AWS"),
    ("vendor", "Northwind Telecom"), ("vendor", "Datadog"), ("vendor", "Twilio"),
    ("raw error", "NullPointerException"), ("raw error", "ECONNREFUSED"), ("raw error", "ORA-01555"),
    ("raw error", "SQLSTATE[40001]"), ("raw error", "exit code 137"), ("raw error", "panic: runtime error"),
    ("stack trace", "at com.acme.pay.Gateway.charge(Gateway.kt:118)"),
    ("stack trace", "Traceback (most recent call last)"), ("stack trace", "goroutine 17 [running]"),
    ("path", "/var/lib/postgresql/14/main"), ("path", "/etc/nginx/conf.d/api.conf"), ("path", "config/production.yml"),
    ("path", "C:\\acme\\settings.ini"), ("chat channel", "#inc-auth"), ("chat channel", "#ops-oncall"),
    ("chat channel", "@platform-oncall"), ("SQL", "SELECT id FROM orders WHERE paid = 0"),
    ("SQL", "UPDATE accounts SET plan = 'free'"), ("SQL", "ALTER TABLE invoices ADD COLUMN due date"),
    ("Kubernetes", "checkout-api-7d9f8b6c5-x2k4q"), ("Kubernetes", "kubectl rollout undo deployment/checkout"),
    ("Kubernetes", "deployment.apps/checkout-api"), ("Kubernetes", "kube-system"),
    ("cloud", "arn:aws:rds:eu-west-1:123456789012:db:orders"), ("cloud", "i-0abc1234def567890"),
    ("cloud", "s3://acme-prod-exports/2026"), ("cloud", "vpc-0a1b2c3d4e5f67890"),
    ("cloud", "projects/acme-prod-1/zones/europe-west1-b"),
]

/// Written after the rules for the list above, and never used to tune them.
private let heldOut: [(kind: String, text: String)] = [
    ("host", "pg-replica-eu-2"), ("host", "cache07"), ("host", "mx2.corp.acme.example"), ("host", "node-exporter-12.prod"),
    ("host", "rabbit@mq-3"), ("private address", "10.8.0.0/16"), ("private address", "fd12:3456:789a::1"),
    ("private address", "127.0.0.1:6379"), ("public address", "198.51.100.23"), ("public address", "[2001:db8:85a3::8a2e]"),
    ("person", "Ana Ortiz"), ("person", "Lindqvist, Jonas"), ("staff mail", "j.lindqvist@acme.example"),
    ("staff mail", "db-team@acme.example"), ("token", "glpat-ABCdef123456_7890xyz"), ("token", "Bearer 9f8e7d6c5b4a39281706f5e4"),
    ("token", "api_key: 7hG2kLm9Qw"), ("ticket", "INFRA-20931"), ("ticket", "incident ticket 55310"),
    ("ticket", "MR !882"), ("vendor", "Fastly"), ("vendor", "PagerDuty"), ("vendor", "MongoDB Atlas"),
    ("raw error", "java.lang.OutOfMemoryError"), ("raw error", "HTTP 502 Bad Gateway"), ("raw error", "connection reset by peer"),
    ("raw error", "deadlock detected (SQLSTATE 40P01)"), ("stack trace", "File \"worker.py\", line 212, in run"),
    ("stack trace", "#3 0x00007f8a in std::vector"), ("path", "~/deploy/run.sh"), ("path", "/opt/acme/bin/reindex"),
    ("chat channel", "#sre-war-room"), ("chat channel", "acme.slack.com/archives/C024BE91L"),
    ("SQL", "DELETE FROM sessions WHERE expires < now()"), ("SQL", "VACUUM FULL events"),
    ("Kubernetes", "payments-worker-0"), ("Kubernetes", "helm rollback auth 42"),
    ("cloud", "sg-0f1e2d3c4b5a69788"), ("cloud", "arn:aws:lambda:us-east-1:210987654321:function:mailer"),
    ("cloud", "gs://acme-backups/db"),
]
