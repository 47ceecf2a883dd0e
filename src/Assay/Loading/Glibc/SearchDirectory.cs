namespace Assay.Loading.Glibc;

/// <summary>One directory of a search list.</summary>
/// <param name="Prefix">What is put before the name: the directory with its tokens replaced and a '/' at the end, as it will stand in messages; empty for the working directory.</param>
/// <param name="Origin">Why it is looked at, for people: <c>DT_RPATH of …</c>.</param>
internal sealed record SearchDirectory(string Prefix, string Origin);
