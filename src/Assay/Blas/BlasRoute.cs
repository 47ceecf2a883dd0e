using System.Collections.Immutable;

namespace Assay.Blas;

/// <summary>How a consumer comes to the library that answers it.</summary>
/// <param name="Kind">The way.</param>
/// <param name="Steps">The names and files on the way, the name that is asked for first and the file that answers last; what one leads to follows it.</param>
public sealed record BlasRoute(BlasRouteKind Kind, ImmutableArray<string> Steps);
