//! The Lambda executable. One artifact serves every function; Lambda names the endpoint in `_HANDLER`.

use functions::runtime::lambda;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    lambda::serve().await
}
