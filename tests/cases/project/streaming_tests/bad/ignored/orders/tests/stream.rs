#[tokio::test]
#[ignore]
async fn server_streaming_survives_a_slow_reader() {
    let mut stream = orders::start().await.watch(request()).await.unwrap().into_inner();
    assert!(stream.message().await.unwrap().is_some());
}
