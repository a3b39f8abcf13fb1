#[cfg(test)]
mod tests {
    #[test]
    fn sums() {
        assert_eq!(crate::total(&[2]), 2);
    }
}
