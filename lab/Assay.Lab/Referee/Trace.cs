namespace Assay.Lab.Referee;

/// <summary>What one import of a healthy environment opens.</summary>
/// <param name="Modules">The source files and extensions of the modules loaded, in the order of <c>sys.modules</c>.</param>
/// <param name="Opened">Every shared object initialised after the program itself was, in order: extensions and their libraries.</param>
internal sealed record Trace(IReadOnlyList<string> Modules, IReadOnlyList<string> Opened);
