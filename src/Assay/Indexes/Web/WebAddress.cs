using System.Text;

namespace Assay.Indexes.Web;

/// <summary>URLs as they are used and as they are shown.</summary>
internal static class WebAddress
{
    /// <summary>Reads a URL; null when it is none with http or https.</summary>
    /// <param name="text">The text.</param>
    public static Uri? Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && IsWeb(address) && address.Host.Length > 0 ? address : null;

    /// <summary>True for http and https.</summary>
    public static bool IsWeb(Uri address) => address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps;

    /// <summary>A URL for people: without user and password, and without a query, which may be a signature.</summary>
    /// <param name="address">The URL.</param>
    public static string Show(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>A text that should be a URL and is none, with what may be a password taken out.</summary>
    /// <param name="text">The text.</param>
    public static string Hide(string text)
    {
        int start = text.IndexOf("://", StringComparison.Ordinal) is var mark and >= 0 ? mark + 3 : 0;
        int at = text.LastIndexOf('@');
        return at < start ? text : text[..start] + "****" + text[at..];
    }

    /// <summary>A URL without user, password and fragment.</summary>
    /// <param name="address">The URL.</param>
    public static Uri Bare(Uri address) =>
        address.UserInfo.Length == 0 && address.Fragment.Length == 0 ? address : new Uri(address.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped));

    /// <summary>User and password of a URL in the form of Basic authentication (RFC 7617), or null when it has none.</summary>
    /// <param name="address">The URL.</param>
    public static string? Credentials(Uri address)
    {
        if (address.UserInfo.Length == 0) return null;
        string[] parts = address.UserInfo.Split(':', 2);
        return Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.UnescapeDataString(parts[0])}:{(parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "")}"));
    }

    /// <summary>Scheme, host and port: what credentials belong to.</summary>
    /// <param name="address">The URL.</param>
    public static string Origin(Uri address) => $"{address.Scheme}://{address.IdnHost}:{address.Port}";
}
