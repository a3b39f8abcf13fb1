pub fn total(prices: &[u32]) -> u32 {
    prices.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_order_costs_nothing() {
        assert_eq!(total(&[]), 0);
    }

    #[test]
    #[should_panic]
    fn sums_that_overflow_panic() {
        total(&[u32::MAX, 1]);
    }

    #[test]
    fn prices_are_read() -> Result<(), std::num::ParseIntError> {
        let price: u32 = "3".parse()?;
        check_total(price);
        Ok(())
    }

    #[test]
    fn prices_are_numbers() {
        "3".parse::<u32>().unwrap();
        assert!(true);
    }

    fn check_total(price: u32) {
        assert_eq!(total(&[price]), price);
    }
}
