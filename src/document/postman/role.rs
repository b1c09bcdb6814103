//! What part of a request a string is, told by its key and the area that it stands in.

use super::area::Area;
use crate::location::Role;

impl Area {
    /// The role of the string under `key`.
    pub fn role(self, key: &[u8]) -> Role {
        match self {
            Self::Inside(role) => role,
            Self::Rows(role) => about_a_row(key).unwrap_or(role),
            Self::Vault => match key {
                b"domains" | b"allowedDomains" => Role::Name,
                _ => about_a_row(key).unwrap_or(Role::Variable),
            },
            Self::Helper | Self::Attributes | Self::Authentication | Self::Credentials => {
                about_a_row(key).filter(|_| key != b"key").unwrap_or(Role::Auth)
            }
            Self::Auth => about_an_object(key).unwrap_or(Role::Auth),
            Self::Info => about_an_object(key).unwrap_or(Role::Value),
            Self::Body => match key {
                b"mode" | b"type" | b"mimeType" => Role::Name,
                _ => Role::Body,
            },
            Self::Url => Role::Url,
            Self::Example => match key {
                b"header" | b"headers" => Role::ResponseHeader,
                b"cookie" | b"cookies" => Role::Cookie,
                b"originalRequest" | b"request" => Role::Url,
                b"requestObject" => Role::Value,
                b"code" | b"time" | b"responseTime" | b"responseSize" => Role::Name,
                _ => about_an_object(key).unwrap_or(Role::Response),
            },
            Self::Event => match key {
                b"exec" | b"script" | b"code" | b"req" | b"res" | b"beforeRequest"
                | b"afterResponse" => Role::Script,
                b"src" => Role::Url,
                _ => about_an_object(key).unwrap_or(Role::Value),
            },
            Self::Served if key == b"body" => Role::Response,
            Self::Request => match key {
                b"$kind" | b"type" => Role::Name,
                b"docs" => Role::Description,
                b"query" | b"variables" | b"message" | b"payload" | b"mcpConfig" => Role::Body,
                _ => Self::common_role(key),
            },
            Self::Root | Self::Served | Self::Item | Self::Resource => Self::common_role(key),
            Self::Later => Role::Name,
        }
    }

    fn common_role(key: &[u8]) -> Role {
        match key {
            b"name" | b"id" | b"_id" | b"uid" | b"_postman_id" | b"schema" | b"method" => {
                Role::Name
            }
            b"description" => Role::Description,
            b"url" | b"request" => Role::Url,
            b"header" | b"headers" => Role::Header,
            b"cookie" | b"cookies" => Role::Cookie,
            b"body" | b"data" | b"rawModeData" => Role::Body,
            b"exec" | b"script" | b"tests" | b"preRequestScript" => Role::Script,
            b"helperAttributes" => Role::Auth,
            _ => Role::Value,
        }
    }
}

/// The role of a string that tells about a row and is not its value.
fn about_a_row(key: &[u8]) -> Option<Role> {
    match key {
        b"key" | b"name" | b"type" | b"id" | b"uuid" | b"contentType" | b"domain" => {
            Some(Role::Name)
        }
        b"description" => Some(Role::Description),
        _ => None,
    }
}

/// The role of a string that tells about the object around it.
fn about_an_object(key: &[u8]) -> Option<Role> {
    match key {
        b"name"
        | b"id"
        | b"_id"
        | b"uid"
        | b"_postman_id"
        | b"_exporter_id"
        | b"schema"
        | b"type"
        | b"mode"
        | b"listen"
        | b"status"
        | b"statusText"
        | b"version"
        | b"mime"
        | b"mimeType"
        | b"language"
        | b"rawDataType"
        | b"previewType"
        | b"createdAt"
        | b"updatedAt"
        | b"_postman_previewlanguage" => Some(Role::Name),
        b"description" => Some(Role::Description),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_on_the_way_give_the_role() {
        let cases = [
            ("item item request header value", Role::Header),
            ("item request auth basic value", Role::Auth),
            ("item request auth basic password", Role::Auth),
            ("auth oauth2 tokenRequestParams value", Role::Auth),
            ("item request body raw", Role::Body),
            ("item request body urlencoded value", Role::Body),
            ("item request body graphql variables", Role::Body),
            ("item request url raw", Role::Url),
            ("item request url query value", Role::Query),
            ("item request url variable value", Role::Path),
            ("item request", Role::Url),
            ("item response body", Role::Response),
            ("item response header value", Role::ResponseHeader),
            ("item response cookie value", Role::Cookie),
            ("item response originalRequest header value", Role::Header),
            ("item event script exec", Role::Script),
            ("info description content", Role::Description),
            ("variable value", Role::Variable),
            ("values value", Role::Variable),
            ("environment values value", Role::Variable),
            ("requests headers", Role::Header),
            ("requests data value", Role::Body),
            ("requests preRequestScript", Role::Script),
            ("requests helperAttributes password", Role::Auth),
            ("requests helperAttributes key", Role::Auth),
            ("requests pathVariables value", Role::Path),
            ("requests graphqlModeData variables", Role::Body),
            ("requests responses requestObject headerData value", Role::Header),
            ("headerPresets headers value", Role::Header),
            ("run executions response stream data", Role::Response),
            ("mock config headers value", Role::Header),
            ("log entries request queryString value", Role::Query),
            ("log entries request postData params value", Role::Body),
            ("log entries request postData text", Role::Body),
            ("log entries response content text", Role::Response),
            ("resources data db password", Role::Variable),
            ("resources authentication token", Role::Auth),
            ("items request vars req value", Role::Variable),
            ("items request script req", Role::Script),
            ("vaultSecrets value", Role::Variable),
            ("auth token", Role::Auth),
            ("response token", Role::Response),
            ("requests responses text", Role::Response),
            ("info name", Role::Name),
            ("database password", Role::Value),
            ("auth credentials value", Role::Auth),
            ("scripts code", Role::Script),
            ("body content", Role::Body),
            ("body content value", Role::Body),
            ("request examples response headers value", Role::ResponseHeader),
            ("request examples response body content", Role::Response),
            ("request examples request headers value", Role::Header),
            ("request metadata value", Role::Header),
            ("request message content", Role::Body),
            ("request env value", Role::Variable),
            ("request lastWill payload", Role::Body),
            ("request properties userProperties value", Role::Header),
            ("request mcpConfig", Role::Body),
        ];
        for (keys, role) in cases {
            let keys: Vec<&str> = keys.split(' ').collect();
            let (last, containers) = keys.split_last().unwrap();
            let area = containers.iter().fold(Area::Root, |area, key| area.child(key.as_bytes()));
            assert_eq!(area.role(last.as_bytes()), role, "{keys:?}");
        }
    }
}
