using Assay.Environments;

namespace Assay.Rules;

/// <summary>An installed extension module that is not what the tag of its wheel promises.</summary>
/// <param name="Distribution">The distribution.</param>
/// <param name="File">The file as RECORD writes it; it is the very file that was installed.</param>
/// <param name="Tag">The tag of the wheel that promises something else.</param>
/// <param name="Found">What the file is for, in words: <c>aarch64 Linux</c>.</param>
/// <param name="IsByName">True when the name of the file says it, so that Python does not even look at the file; false when its headers do.</param>
public sealed record UnkeptTag(InstalledDistribution Distribution, string File, string Tag, string Found, bool IsByName);
