pub fn regions() -> usize {
    3
}

#[cfg(all(test, feature = "legacy-tests"))]
mod tests {
    #[test]
    fn all_regions_are_known() {
        assert_eq!(super::regions(), 3);
    }
}

#[cfg(all(test, feature = "slow-tests"))]
mod slow_tests {
    #[test]
    fn all_regions_answer() {
        assert_eq!(super::regions(), 3);
    }
}
