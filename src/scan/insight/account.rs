//! Tokens that name the account, workspace or host that they belong to.

use serde_json::Value;

use super::{Found, Insight};
use crate::document::view::decode_base64;

pub(super) fn read(found: &Found<'_>, insight: &mut Insight) {
    let Ok(text) = std::str::from_utf8(found.value) else { return };
    let service = found.pattern.split('-').next().unwrap_or_default();
    if let Some((_, read)) = SERVICES.iter().find(|(name, _)| *name == service) {
        read(text, insight);
    }
}

/// Reads the token of one service.
type Reader = fn(&str, &mut Insight);

/// First word of the ids of a service's patterns, and what its tokens tell.
static SERVICES: &[(&str, Reader)] = &[
    ("discord", discord),
    ("doppler", doppler),
    ("mailchimp", mailchimp),
    ("salesforce", salesforce),
    ("sentry", sentry),
    ("slack", slack),
    ("telegram", telegram),
];

/// `xapp-1-A0…` names the app, a webhook's URL the workspace (`T0…`).
/// <https://docs.slack.dev/authentication/tokens>
fn slack(text: &str, insight: &mut Insight) {
    if let Some(app) = text.strip_prefix("xapp-").and_then(|rest| rest.split('-').nth(1)) {
        insight.part("app", app);
    }
    if let Some((_, path)) = text.split_once("hooks.slack.com/") {
        insight.part("workspace", path.split('/').nth(1).unwrap_or_default());
    }
}

/// `<bot's id>:<secret>`. <https://core.telegram.org/bots/api#authorizing-your-bot>
fn telegram(text: &str, insight: &mut Insight) {
    if let Some((bot, _)) = text.split_once(':').filter(|(bot, _)| is_number(bot)) {
        insight.part("bot", bot);
    }
}

/// `<base64 of the bot's id>.<time>.<secret>`; a webhook's URL has its id in front of its secret.
/// <https://docs.discord.com/developers/reference#authentication>
fn discord(text: &str, insight: &mut Insight) {
    if let Some((_, path)) = text.split_once("/webhooks/") {
        insight.part("webhook", path.split('/').next().unwrap_or_default());
    } else if let Some((id, _)) = text.split_once('.') {
        let id = decode_base64(id.as_bytes()).and_then(|id| String::from_utf8(id).ok());
        if let Some(bot) = id.filter(|id| is_number(id)) {
            insight.part("bot", bot);
        }
    }
}

/// `<key>-us21`: the data center is a part of the API's host.
/// <https://mailchimp.com/developer/marketing/docs/fundamentals/>
fn mailchimp(text: &str, insight: &mut Insight) {
    if let Some((_, center)) = text.rsplit_once("-us").filter(|(_, number)| is_number(number)) {
        insight.part("host", format!("us{center}.api.mailchimp.com"));
    }
}

/// A session's id begins with that of the organization, which begins with `00D`.
/// <https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_organization.htm>
fn salesforce(text: &str, insight: &mut Insight) {
    if let Some((organization, _)) = text.split_once('!').filter(|(id, _)| id.starts_with("00D")) {
        insight.part("organization", organization);
    }
}

/// `sntrys_<base64 of JSON>_<secret>`. <https://github.com/getsentry/rfcs/blob/main/text/0091-ci-upload-tokens.md>
fn sentry(text: &str, insight: &mut Insight) {
    let payload = text.strip_prefix("sntrys_").and_then(|rest| rest.rsplit_once('_'));
    let Some(json) = payload.and_then(|(payload, _)| decode_base64(payload.as_bytes())) else {
        return;
    };
    let Ok(claims) = serde_json::from_slice::<Value>(&json) else { return };
    for (part, name) in [("organization", "org"), ("host", "url")] {
        let value = claims.get(name).and_then(Value::as_str).unwrap_or_default();
        insight.part(part, value.trim_start_matches("https://"));
    }
}

/// `dp.st.<config>.<secret>`: a service token names its config where it is not made by an identity.
/// <https://docs.doppler.com/docs/service-tokens>
fn doppler(text: &str, insight: &mut Insight) {
    let mut parts = text.strip_prefix("dp.st.").into_iter().flat_map(|rest| rest.split('.'));
    if let (Some(config), Some(_)) = (parts.next(), parts.next()) {
        insight.part("config", config);
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};

    use crate::scan::insight::{Found, of};

    #[test]
    fn tokens_name_whose_they_are() {
        let bot = STANDARD_NO_PAD.encode("523460821436551046");
        let sentry = STANDARD.encode(
            r#"{"iat":1,"url":"https://sentry.brindle.example","region_url":"x","org":"brindle"}"#,
        );
        let cases = [
            ("slack-app-token", "xapp-1-A030RO27TI2-8101230686705-11b1".into(), "app=A030RO27TI2"),
            (
                "slack-webhook",
                "https://hooks.slack.com/services/TYPY1CCMF/BJXB/dvy7".into(),
                "workspace=TYPY1CCMF",
            ),
            ("slack-bot-token", "xoxb-1-2-x".into(), ""),
            ("telegram-bot-token", "712345678:AAxyz".into(), "bot=712345678"),
            ("telegram-bot-token", "abc:AAxyz".into(), ""),
            ("discord-bot-token", format!("{bot}.Gx1k2z.abc"), "bot=523460821436551046"),
            ("discord-bot-token", "MTIz-!.Gx1k2z.abc".into(), ""),
            (
                "discord-webhook",
                "https://discord.com/api/webhooks/5234608214/7Ziug".into(),
                "webhook=5234608214",
            ),
            ("mailchimp-api-key", "afd8f94c-us18".into(), "host=us18.api.mailchimp.com"),
            (
                "salesforce-access-token",
                "00D5g000004abcd!AQ8".into(),
                "organization=00D5g000004abcd",
            ),
            (
                "sentry-org-token",
                format!("sntrys_{sentry}_B0AyP"),
                "host=sentry.brindle.example organization=brindle",
            ),
            ("sentry-org-token", "sntrys_eyJ_B0AyP".into(), ""),
            ("doppler-token", "dp.st.prd.k3Jx".into(), "config=prd"),
            ("doppler-token", "dp.pt.k3Jx".into(), ""),
            ("stripe-secret-key", "712345678:AAxyz".into(), ""),
        ];
        for (pattern, value, parts) in cases {
            let insight = of(&Found { pattern, value: value.as_bytes(), now: None });
            let told: Vec<String> =
                insight.parts.iter().map(|(name, value)| format!("{name}={value}")).collect();
            assert_eq!(told.join(" "), parts, "{pattern} {value}");
        }
    }
}
