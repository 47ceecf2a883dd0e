namespace Assay.Indexes.Web;

/// <summary>Why a request got no whole reply.</summary>
internal enum WebFault
{
    /// <summary>There is no such host.</summary>
    NoHost,

    /// <summary>No connection: refused, reset, unreachable.</summary>
    NoConnection,

    /// <summary>The certificate is not trusted, or the two sides agree on no way to speak.</summary>
    NotSecure,

    /// <summary>The proxy refuses or cannot be reached.</summary>
    Proxy,

    /// <summary>Nothing came for too long.</summary>
    TimedOut,

    /// <summary>The connection ended before the reply did.</summary>
    CutOff,

    /// <summary>What came is no HTTP.</summary>
    NotHttp,

    /// <summary>More came than is taken.</summary>
    TooLarge,

    /// <summary>This system cannot do it.</summary>
    NotAble,
}
