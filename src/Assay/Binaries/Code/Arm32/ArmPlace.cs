namespace Assay.Binaries.Code.Arm32;

/// <summary>An instruction that a processor of version 6 does not have, and what leads there.</summary>
/// <param name="Address">Where it is, as the file numbers its addresses.</param>
/// <param name="Text">Its name; of Thumb code, that it is Thumb-2.</param>
/// <param name="Entry">Why it runs, in the format's own words: <c>DT_INIT_ARRAY</c>, <c>PyInit_x</c>, <c>Py_mod_exec</c>.</param>
internal sealed record ArmPlace(uint Address, string Text, string Entry);
