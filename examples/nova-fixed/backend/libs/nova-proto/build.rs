fn main() -> Result<(), Box<dyn std::error::Error>> {
    let descriptors = protox::compile(["user.proto"], ["../../proto"])?;
    tonic_build::configure().compile_fds(descriptors)?;
    Ok(())
}
