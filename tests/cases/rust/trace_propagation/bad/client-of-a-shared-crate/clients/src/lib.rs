use tonic::transport::{Channel, Endpoint};

pub fn stock(address: String) -> Result<Channel, tonic::transport::Error> {
    Ok(Endpoint::from_shared(address)?.connect_lazy())
}
