using System.Net;
using Assay.Primitives;

namespace Assay.Indexes.Web;

/// <summary>
/// Which proxy a URL goes through. As requests and curl have it: the variable of the URL's scheme, then <c>ALL_PROXY</c>, each in lower case before upper case, unless
/// <c>NO_PROXY</c> names the host. A proxy that was asked for by name is used for everything.
/// </summary>
/// <param name="named">The proxy asked for, empty for none at all, or null to look into the environment.</param>
/// <param name="machine">Whose environment it is.</param>
internal sealed class ProxyChoice(string? named, IMachine machine)
{
    /// <summary>The proxy with its credentials; null to go straight.</summary>
    /// <param name="address">The URL.</param>
    public Uri? For(Uri address)
    {
        if (named is not null) return Read(named);
        return (Variable(address.Scheme + "_proxy") ?? Variable("all_proxy")) is { } proxy && !IsExcepted(address) ? Read(proxy) : null;
    }

    /// <summary>A proxy with the credentials that its setting gives it; null when no setting names it.</summary>
    /// <param name="proxy">The address of the proxy, without credentials.</param>
    public Uri? Known(Uri proxy) =>
        (named is not null ? [named] : (string?[])[Variable("https_proxy"), Variable("http_proxy"), Variable("all_proxy")])
            .OfType<string>().Select(Read).FirstOrDefault(known => known is not null && known.Host == proxy.Host && known.Port == proxy.Port);

    private static Uri? Read(string text) =>
        text.Length > 0 && Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, UriKind.Absolute, out Uri? proxy) ? proxy : null;

    private string? Variable(string name) => machine.EnvironmentVariable(name) is { Length: > 0 } lower ? lower : machine.EnvironmentVariable(name.ToUpperInvariant()) is { Length: > 0 } upper ? upper : null;

    private bool IsExcepted(Uri address)
    {
        if (Variable("no_proxy") is not { } list) return false;
        string host = address.IdnHost.ToLowerInvariant();
        foreach (string entry in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry == "*") return true;
            if (IPAddress.TryParse(host, out IPAddress? number))
            {
                if (entry == host || (IPNetwork.TryParse(entry, out IPNetwork network) && network.Contains(number))) return true;
                if (entry == $"{host}:{address.Port}") return true;
                continue;
            }

            string name = entry.TrimStart('*').TrimStart('.').ToLowerInvariant();
            if (name.Length == 0) continue;
            string full = name.Contains(':', StringComparison.Ordinal) ? $"{host}:{address.Port}" : host;
            if (full == name || full.EndsWith("." + name, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
