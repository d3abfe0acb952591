pub mod create_platform_key;
pub mod import_completions;
pub mod list_platform_keys;
pub mod revoke_platform_key;
