use prometheus::{register_int_counter, IntCounter};

pub fn requests() -> IntCounter {
    register_int_counter!("user_requests_total", "Requests for a user").expect("one registration")
}

pub struct User {
    pub id: String,
    pub name: String,
}

pub fn parse_user(row: &str) -> User {
    let mut fields = row.split(',');
    let id = fields.next().unwrap().to_string();
    let name = fields.next().unwrap().to_string();
    User { id, name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_parse_user() {
        let _user = parse_user("1,ada");
        assert!(true);
    }

    #[test]
    fn test_user_without_name() {}
}
