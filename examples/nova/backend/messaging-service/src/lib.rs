use rdkafka::producer::{FutureProducer, FutureRecord};
use std::time::Duration;

pub async fn publish(producer: &FutureProducer, conversation: &str, body: &str) {
    let record = FutureRecord::to("message-sent")
        .key(conversation)
        .payload(body);
    producer.send(record, Duration::from_secs(5)).await.unwrap();
}
