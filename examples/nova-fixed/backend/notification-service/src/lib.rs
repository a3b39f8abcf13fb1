//! Notifications: one row for each message that somebody should see.

use rskafka::client::partition::PartitionClient;
use rskafka::record::RecordAndOffset;
use sqlx::postgres::PgPool;

/// Why a message was not turned into a notification.
#[derive(Debug, thiserror::Error)]
pub enum NotificationError {
    /// Kafka does not answer.
    #[error("kafka does not answer: {0}")]
    Kafka(#[from] rskafka::client::error::Error),
    /// The database does not answer.
    #[error("the database does not answer: {0}")]
    Database(#[from] sqlx::Error),
}

/// Stores the notifications of the next messages, and returns the offset to go on from.
pub async fn consume(topic: &PartitionClient, pool: &PgPool, from: i64) -> Result<i64, NotificationError> {
    let (records, _) = topic.fetch_records(from, 1..1_000_000, 1_000).await?;
    let mut next = from;
    for message in records {
        insert(pool, &message).await?;
        next = message.offset + 1;
    }
    Ok(next)
}

async fn insert(pool: &PgPool, message: &RecordAndOffset) -> sqlx::Result<()> {
    let (Some(id), Some(conversation)) = (message.record.headers.get("id"), &message.record.key) else {
        return Ok(());
    };
    sqlx::query("INSERT INTO notifications (message, conversation) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(String::from_utf8_lossy(id))
        .bind(String::from_utf8_lossy(conversation))
        .execute(pool)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rskafka::chrono::Utc;
    use rskafka::record::Record;

    use super::*;

    fn message(id: &str) -> RecordAndOffset {
        let headers = BTreeMap::from([("id".to_string(), id.as_bytes().to_vec())]);
        let key = Some(b"conversation".to_vec());
        let record = Record { key, value: None, headers, timestamp: Utc::now() };
        RecordAndOffset { record, offset: 0 }
    }

    #[tokio::test]
    async fn a_message_that_comes_twice_notifies_once() {
        let pool = db_pool::connect("notification-service").await.expect("the test database is up");
        for _ in 0..2 {
            insert(&pool, &message("twice")).await.expect("it is stored");
        }
        let query = sqlx::query_scalar("SELECT count(*) FROM notifications WHERE message = 'twice'");
        let notifications: i64 = query.fetch_one(&pool).await.expect("a count");
        assert_eq!(notifications, 1);
    }
}
