//! Offline checks that some tokens carry in themselves.

/// An offline check of a secret, by the name that pattern files give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checksum {
    /// Tokens of GitHub and npm end in the CRC-32 of what goes before.
    GithubCrc32,
    /// Tokens of Grafana end in `_` and the CRC-32 of what goes before.
    GrafanaCrc32,
    /// Routable tokens of GitLab end in the CRC-32 of what goes before.
    GitlabCrc32,
    /// The first part of a JWT decodes to a JSON object with `alg`.
    Jwt,
    /// An AWS access key id holds the number of its account.
    AwsAccount,
    /// Base58 with four bytes of a double SHA-256 behind it.
    Base58Check,
}

impl Checksum {
    /// The check that pattern files call `text`.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "github-crc32" => Self::GithubCrc32,
            "grafana-crc32" => Self::GrafanaCrc32,
            "gitlab-crc32" => Self::GitlabCrc32,
            "jwt" => Self::Jwt,
            "aws-account" => Self::AwsAccount,
            "base58check" => Self::Base58Check,
            _ => return None,
        })
    }
}
