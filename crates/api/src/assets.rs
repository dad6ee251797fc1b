//! The files built by npm into `web/dist`, held in the binary. A release build embeds those that exist when it is
//! compiled; a debug build reads them from the folder at each request. Without the folder there are none.

use std::borrow::Cow;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Dist;

/// A built file.
#[derive(Debug, Clone)]
pub struct Asset {
    /// The bytes.
    pub content: Cow<'static, [u8]>,
    /// The media type, from the file's extension.
    pub content_type: &'static str,
    /// The SHA-256 of the bytes, in hexadecimal.
    pub hash: String,
}

/// Whether GraphiQL was built, so that it is served.
#[must_use]
pub fn has_graphiql() -> bool {
    Dist::get("graphiql/index.html").is_some()
}

/// The file at a path below `web/dist`, with `/` between folders, or `None`.
#[must_use]
pub fn get(path: &str) -> Option<Asset> {
    let file = Dist::get(path)?;
    let hash = file.metadata.sha256_hash().iter().map(|byte| format!("{byte:02x}")).collect();
    Some(Asset { content: file.data, content_type: content_type(path), hash })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("ttf") => "font/ttf",
        Some("woff") => "font/woff",
        Some("woff2") => "font/woff2",
        Some("wasm") => "application/wasm",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_is_served() {
        for path in ["../package.json", "graphiql/../../package.json", "/etc/passwd", "", "."] {
            assert!(get(path).is_none(), "{path}");
        }
        assert_eq!(content_type("a/b.min.js"), "text/javascript; charset=utf-8");
        assert_eq!(content_type("noextension"), "application/octet-stream");
    }
}
