using System.Collections.Immutable;
using Assay.Binaries;

namespace Assay.Loading.Wheels;

/// <summary>A library that a binary of a wheel asks for.</summary>
/// <param name="Need">The record that asks.</param>
/// <param name="Place">Where it is to be found.</param>
/// <param name="Path">The file in the wheel, absolute; null unless it is inside.</param>
/// <param name="Tried">The files that were looked for, absolute; empty where a name alone decides.</param>
public sealed record WheelNeed(LibraryNeed Need, WheelNeedPlace Place, string? Path, ImmutableArray<string> Tried);
