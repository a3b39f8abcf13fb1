pub fn total(prices: &[u32]) -> u32 {
    prices.iter().sum()
}

#[cfg(test)]
mod tests {
    #[test]
    fn reads() {
        assert_eq!("1".parse::<u32>().unwrap(), 1);
        assert_eq!("1".parse::<u32>().unwrap(), 1);
        assert_eq!("1".parse::<u32>().unwrap(), 1);
        assert_eq!("1".parse::<u32>().unwrap(), 1);
        assert_eq!("1".parse::<u32>().unwrap(), 1);
        assert_eq!("1".parse::<u32>().unwrap(), 1);
        assert_eq!("1".parse::<u32>().unwrap(), 1);
        assert_eq!("1".parse::<u32>().unwrap(), 1);
        assert_eq!("1".parse::<u32>().unwrap(), 1);
        assert_eq!("1".parse::<u32>().unwrap(), 1);
        assert_eq!("1".parse::<u32>().unwrap(), 1);
        assert_eq!("1".parse::<u32>().unwrap(), 1);
    }
}
