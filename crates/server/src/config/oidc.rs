//! The configuration of an identity provider: OpenID Connect. None of it is secret.

use clap::Args;
use serde::Deserialize;
use service::Role;
use service::access::oidc::OidcSettings;

use crate::exit::{Exit, Failure};

/// The flags and variables of an identity provider.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct OidcFlags {
    /// The issuer of an OpenID Connect provider whose bearer tokens count, as in their claim `iss`
    #[arg(long, global = true, env = "SPLOT_OIDC_ISSUER", value_name = "URL")]
    oidc_issuer: Option<String>,
    /// The audience that its tokens must be for, as in their claim `aud`
    #[arg(long, global = true, env = "SPLOT_OIDC_AUDIENCE", value_name = "NAME")]
    oidc_audience: Option<String>,
    /// Where it publishes its keys (JWKS) [default: as its discovery document says]
    #[arg(long, global = true, env = "SPLOT_OIDC_KEYS_URL", value_name = "URL")]
    oidc_keys_url: Option<String>,
    /// The claim that names roles; dots lead into objects, as in realm_access.roles [default: roles]
    #[arg(long, global = true, env = "SPLOT_OIDC_ROLE_CLAIM", value_name = "CLAIM")]
    oidc_role_claim: Option<String>,
    /// A name in that claim and the role it stands for here, as in rops-editors=EDITOR; may be given again
    #[arg(long, global = true, env = "SPLOT_OIDC_ROLES", value_name = "NAME=ROLE", value_delimiter = ',')]
    oidc_role: Vec<String>,
}

/// What may stand in the file, in its table `oidc`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct OidcFile {
    issuer: Option<String>,
    audience: Option<String>,
    keys_url: Option<String>,
    role_claim: Option<String>,
    #[serde(default)]
    roles: Vec<String>,
}

/// The settings of the provider; none when no issuer is named.
pub(super) fn read(flags: OidcFlags, file: OidcFile) -> Result<Option<OidcSettings>, Failure> {
    let roles = if flags.oidc_role.is_empty() { file.roles } else { flags.oidc_role };
    let (audience, keys_url) = (flags.oidc_audience.or(file.audience), flags.oidc_keys_url.or(file.keys_url));
    let role_claim = flags.oidc_role_claim.or(file.role_claim);
    let Some(issuer) = flags.oidc_issuer.or(file.issuer) else {
        if audience.is_some() || keys_url.is_some() || role_claim.is_some() || !roles.is_empty() {
            let message = "an identity provider is configured without its issuer";
            return Err(Failure::new(Exit::Configuration, message).hint("name it with --oidc-issuer URL"));
        }
        return Ok(None);
    };
    let audience = audience.ok_or_else(|| {
        Failure::new(Exit::Configuration, "an identity provider is configured without an audience")
            .hint("name it with --oidc-audience NAME; tokens for other services must not count here")
    })?;
    let roles = roles.iter().map(|it| role(it)).collect::<Result<_, _>>()?;
    let role_claim = role_claim.unwrap_or_else(|| "roles".to_owned());
    Ok(Some(OidcSettings { issuer, audience, keys_url, role_claim, roles }))
}

/// The settings as TOML.
pub(super) fn shown(settings: &OidcSettings) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let roles: Vec<_> = settings.roles.iter().map(|(name, role)| quoted(&format!("{name}={role}"))).collect();
    let keys_url = settings.keys_url.as_ref().map(|it| format!("keys-url = {}\n", quoted(it)));
    format!(
        "\n[oidc]\nissuer = {}\naudience = {}\n{}role-claim = {}\nroles = [{}]\n",
        quoted(&settings.issuer),
        quoted(&settings.audience),
        keys_url.unwrap_or_default(),
        quoted(&settings.role_claim),
        roles.join(", ")
    )
}

/// `NAME=ROLE`.
fn role(text: &str) -> Result<(String, Role), Failure> {
    let wrong = || {
        let message = format!("`{text}` does not say which role a name stands for");
        Failure::new(Exit::Configuration, message).hint("write NAME=ROLE, such as rops-editors=EDITOR")
    };
    let (name, role) = text.rsplit_once('=').filter(|it| !it.0.is_empty()).ok_or_else(wrong)?;
    Ok((name.to_owned(), role.parse().map_err(|_unknown| wrong())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_whole_or_not_configured() {
        let flags =
            || OidcFlags { oidc_issuer: Some("https://id.example".to_owned()), ..OidcFlags::default() };
        assert!(matches!(read(OidcFlags::default(), OidcFile::default()), Ok(None)));
        assert!(read(flags(), OidcFile::default()).is_err(), "no audience");
        let only_audience = OidcFlags { oidc_audience: Some("splot".to_owned()), ..OidcFlags::default() };
        assert!(read(only_audience, OidcFile::default()).is_err(), "no issuer");
        let file = || OidcFile {
            audience: Some("splot".to_owned()),
            roles: vec!["a=b=EDITOR".to_owned(), "c=READER".to_owned()],
            ..OidcFile::default()
        };
        let Ok(Some(settings)) = read(flags(), file()) else { panic!("a provider") };
        assert_eq!(settings.roles, [("a=b".to_owned(), Role::Editor), ("c".to_owned(), Role::Reader)]);
        assert_eq!((settings.role_claim.as_str(), settings.keys_url), ("roles", None));
        for wrong in ["EDITOR", "=EDITOR", "a=", "a=editor", "a=ROOT"] {
            let flags = OidcFlags { oidc_role: vec![wrong.to_owned()], ..flags() };
            assert!(read(flags, file()).is_err(), "{wrong}");
        }
    }
}
