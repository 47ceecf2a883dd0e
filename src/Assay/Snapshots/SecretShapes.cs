using System.Text;
using System.Text.RegularExpressions;

namespace Assay.Snapshots;

/// <summary>What opens a door, told by its shape: credentials in addresses, values that are called token or password, and the tokens that services hand out.</summary>
internal static partial class SecretShapes
{
    private const byte Cover1 = (byte)'x';

    // A cheap look first: hardly any file has one of these.
    private static readonly byte[][] Hints = [.. new[] { "://", "oken", "OKEN", "assw", "ASSW", "ecret", "ECRET", "api", "API", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "pypi-", "AKIA", "ASIA", "xox", "hf_", "eyJ", "PRIVATE KEY", "sig" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>Covers secrets in place.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>True when something was covered.</returns>
    public static bool Cover(Span<byte> bytes)
    {
        bool isSuspicious = false;
        foreach (byte[] hint in Hints) isSuspicious |= bytes.IndexOf(hint) >= 0;
        if (!isSuspicious) return false;

        // One character for each byte, whatever it is.
        string text = Encoding.Latin1.GetString(bytes);
        bool isChanged = false;
        foreach (Regex shape in (ReadOnlySpan<Regex>)[Credentials(), Named(), Setting(), Token(), Key()])
        {
            foreach (Match match in shape.Matches(text))
            {
                Group secret = match.Groups["secret"];
                bytes.Slice(secret.Index, secret.Length).Fill(Cover1);
                isChanged = true;
            }
        }

        return isChanged;
    }

    // RFC 3986, 3.2.1: what stands before '@' in the authority. ${TOKEN} and {user} are no secrets but where one would go.
    [GeneratedRegex(@"://(?<secret>[^\s/?#@""'<>{}$\x00]{1,300})@", RegexOptions.CultureInvariant)]
    private static partial Regex Credentials();

    // "api_key": "...", token = '...', ?token=...: the value in quotes or in an address. In code a bare name follows, and is none.
    [GeneratedRegex(@"(?:token|passw(?:or)?d|secret|api_?key|access_?key|signature)[""']?\s{0,3}[:=]\s{0,3}[""'](?<secret>(?=[^""'\s]{0,400}\d)[A-Za-z0-9_\-.~+/%]{12,400}={0,2})[""']|[?&](?:token|access_token|api_?key|key|sig|signature|secret|password)=(?<secret>[^\s""'&<>#\x00]{6,400})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    // A line of a settings file: password = ...; letters of both cases and digits, which no name in code has.
    [GeneratedRegex(@"^[\w.\- ]{0,60}(?:token|passw(?:or)?d|secret|api_?key|access_?key)\s{0,3}[:=]\s{0,3}(?<secret>(?=[^\r\n]{0,100}[a-z])(?=[^\r\n]{0,100}[A-Z])(?=[^\r\n]{0,100}\d)[A-Za-z0-9_\-~+/%]{16,400}={0,2})\s*$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Setting();

    [GeneratedRegex(@"\b(?<secret>gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}|glpat-[A-Za-z0-9_\-]{16,}|pypi-[A-Za-z0-9_\-]{30,}|(?:AKIA|ASIA)[A-Z0-9]{16}|xox[abprs]-[A-Za-z0-9\-]{10,}|hf_[A-Za-z0-9]{30,}|eyJ[A-Za-z0-9_\-]{10,}\.eyJ[A-Za-z0-9_\-]{10,}\.[A-Za-z0-9_\-]{10,})", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    [GeneratedRegex(@"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?<secret>[^-]{1,20000})", RegexOptions.CultureInvariant)]
    private static partial Regex Key();
}
