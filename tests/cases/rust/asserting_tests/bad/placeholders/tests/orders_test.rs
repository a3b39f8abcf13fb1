use orders_service::total;

#[test]
fn adds_prices() {
    assert_eq!(total(&[1, 2]), 3);
}

#[test]
fn refuses_negative_prices() {
    // let order = create_order(-1);
    // assert!(order.is_err());
    assert!(false, "not yet implemented");
}

#[test]
fn creates_an_order() {
    let _ = total(&[]);
    assert!(true);
}

#[tokio::test]
async fn cancels_an_order() {
    // start the server, then cancel
}
