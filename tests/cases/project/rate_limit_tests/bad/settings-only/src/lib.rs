pub fn total(prices: &[u32]) -> u32 {
    prices.iter().sum()
}

#[cfg(test)]
mod tests {
    #[test]
    fn rate_limit_defaults_to_ten() {
        assert_eq!(crate::total(&[10]), 10);
    }
}
