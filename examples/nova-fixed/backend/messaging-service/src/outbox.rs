//! The outbox: a message and its event are one transaction, and a relay sends the events to Kafka in order.

use std::collections::BTreeMap;

use rskafka::chrono::Utc;
use rskafka::client::partition::{Compression, PartitionClient};
use rskafka::record::Record;
use sqlx::postgres::PgPool;
use uuid::Uuid;

const MESSAGE: &str = "INSERT INTO messages (id, conversation, body) VALUES ($1, $2, $3)";
const EVENT: &str = "INSERT INTO outbox (id, conversation, body) VALUES ($1, $2, $3)";

/// Why an event was not stored or not sent.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// The database does not answer.
    #[error("the database does not answer: {0}")]
    Database(#[from] sqlx::Error),
    /// Kafka does not take the event; it stays in the outbox.
    #[error("kafka does not take the event: {0}")]
    Kafka(#[from] rskafka::client::error::Error),
}

/// Stores a message and its event in one transaction, and returns the message's id.
pub async fn store(pool: &PgPool, conversation: &str, body: &str) -> Result<Uuid, OutboxError> {
    let id = Uuid::new_v4();
    let mut transaction = pool.begin().await?;
    for statement in [MESSAGE, EVENT] {
        let query = sqlx::query(statement).bind(id.to_string()).bind(conversation).bind(body);
        query.execute(&mut *transaction).await?;
    }
    transaction.commit().await?;
    Ok(id)
}

/// Sends the events of the outbox to the topic `message-sent`, oldest first; returns how many.
pub async fn relay(pool: &PgPool, topic: &PartitionClient) -> Result<usize, OutboxError> {
    let mut transaction = pool.begin().await?;
    let events: Vec<(String, String, String)> = sqlx::query_as(
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox ORDER BY position LIMIT 100) \
         RETURNING id, conversation, body",
    )
    .fetch_all(&mut *transaction)
    .await?;
    if events.is_empty() {
        return Ok(0);
    }
    let sent = events.len();
    topic.produce(events.into_iter().map(record).collect(), Compression::NoCompression).await?;
    transaction.commit().await?;
    Ok(sent)
}

fn record((id, conversation, body): (String, String, String)) -> Record {
    Record {
        key: Some(conversation.into_bytes()),
        value: Some(body.into_bytes()),
        headers: BTreeMap::from([("id".to_string(), id.into_bytes())]),
        timestamp: Utc::now(),
    }
}
