//! Prints the endpoint table as JSON, for programs that are not written in Rust: `cargo xtask endpoints --json`.

fn main() -> serde_json::Result<()> {
    let text = serde_json::to_string_pretty(domain::contract::ENDPOINTS)?;
    println!("{text}");
    Ok(())
}
