use serde::{Deserialize, Serialize};

/// A topic of the event bus, by the kind of thing that the event is about.
pub const TOPIC_PREFIX: &str = "nova";

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UserRegistered {
    pub user_id: String,
    pub name: String,
    pub registered_at: u64,
}

impl UserRegistered {
    pub fn topic() -> String {
        format!("{TOPIC_PREFIX}.user")
    }

    pub fn parse(line: &str) -> Self {
        let mut fields = line.split('\t');
        Self {
            user_id: fields.next().unwrap().to_string(),
            name: fields.next().unwrap().to_string(),
            registered_at: fields.next().unwrap().parse().unwrap(),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UserRenamed {
    pub user_id: String,
    pub old_name: String,
    pub new_name: String,
}

impl UserRenamed {
    pub fn topic() -> String {
        format!("{TOPIC_PREFIX}.user")
    }

    pub fn parse(line: &str) -> Self {
        let mut fields = line.split('\t');
        Self {
            user_id: fields.next().unwrap().to_string(),
            old_name: fields.next().unwrap().to_string(),
            new_name: fields.next().unwrap().to_string(),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UserDeleted {
    pub user_id: String,
    pub deleted_at: u64,
}

impl UserDeleted {
    pub fn topic() -> String {
        format!("{TOPIC_PREFIX}.user")
    }

    pub fn parse(line: &str) -> Self {
        let mut fields = line.split('\t');
        Self {
            user_id: fields.next().unwrap().to_string(),
            deleted_at: fields.next().unwrap().parse().unwrap(),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PostCreated {
    pub post_id: String,
    pub author_id: String,
    pub created_at: u64,
}

impl PostCreated {
    pub fn topic() -> String {
        format!("{TOPIC_PREFIX}.post")
    }

    pub fn parse(line: &str) -> Self {
        let mut fields = line.split('\t');
        Self {
            post_id: fields.next().unwrap().to_string(),
            author_id: fields.next().unwrap().to_string(),
            created_at: fields.next().unwrap().parse().unwrap(),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PostEdited {
    pub post_id: String,
    pub editor_id: String,
    pub revision: u64,
}

impl PostEdited {
    pub fn topic() -> String {
        format!("{TOPIC_PREFIX}.post")
    }

    pub fn parse(line: &str) -> Self {
        let mut fields = line.split('\t');
        Self {
            post_id: fields.next().unwrap().to_string(),
            editor_id: fields.next().unwrap().to_string(),
            revision: fields.next().unwrap().parse().unwrap(),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PostDeleted {
    pub post_id: String,
    pub deleted_at: u64,
}

impl PostDeleted {
    pub fn topic() -> String {
        format!("{TOPIC_PREFIX}.post")
    }

    pub fn parse(line: &str) -> Self {
        let mut fields = line.split('\t');
        Self {
            post_id: fields.next().unwrap().to_string(),
            deleted_at: fields.next().unwrap().parse().unwrap(),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CommentAdded {
    pub comment_id: String,
    pub post_id: String,
    pub author_id: String,
}

impl CommentAdded {
    pub fn topic() -> String {
        format!("{TOPIC_PREFIX}.comment")
    }

    pub fn parse(line: &str) -> Self {
        let mut fields = line.split('\t');
        Self {
            comment_id: fields.next().unwrap().to_string(),
            post_id: fields.next().unwrap().to_string(),
            author_id: fields.next().unwrap().to_string(),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PostLiked {
    pub post_id: String,
    pub user_id: String,
}

impl PostLiked {
    pub fn topic() -> String {
        format!("{TOPIC_PREFIX}.like")
    }

    pub fn parse(line: &str) -> Self {
        let mut fields = line.split('\t');
        Self {
            post_id: fields.next().unwrap().to_string(),
            user_id: fields.next().unwrap().to_string(),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MessageSent {
    pub message_id: String,
    pub sender_id: String,
    pub receiver_id: String,
}

impl MessageSent {
    pub fn topic() -> String {
        format!("{TOPIC_PREFIX}.message")
    }

    pub fn parse(line: &str) -> Self {
        let mut fields = line.split('\t');
        Self {
            message_id: fields.next().unwrap().to_string(),
            sender_id: fields.next().unwrap().to_string(),
            receiver_id: fields.next().unwrap().to_string(),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MessageRead {
    pub message_id: String,
    pub reader_id: String,
    pub read_at: u64,
}

impl MessageRead {
    pub fn topic() -> String {
        format!("{TOPIC_PREFIX}.message")
    }

    pub fn parse(line: &str) -> Self {
        let mut fields = line.split('\t');
        Self {
            message_id: fields.next().unwrap().to_string(),
            reader_id: fields.next().unwrap().to_string(),
            read_at: fields.next().unwrap().parse().unwrap(),
        }
    }
}
