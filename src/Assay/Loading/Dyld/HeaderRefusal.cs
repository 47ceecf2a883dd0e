using Assay.Diagnostics;

namespace Assay.Loading.Dyld;

/// <summary>A header that the dynamic linker does not accept.</summary>
/// <param name="Text">Its words.</param>
/// <param name="Evidence">Where it is seen.</param>
/// <param name="IsOpen">True when it is not known whether this file is refused for it.</param>
/// <param name="Kind">Damage has kinds of its own: what ends too early is no matter of strictness.</param>
internal sealed record HeaderRefusal(string Text, Evidence Evidence, bool IsOpen = false, LoadFailureKind Kind = LoadFailureKind.StrictHeader);
