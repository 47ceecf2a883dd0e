using Assay.Diagnostics;

namespace Assay.Loading.Dyld;

/// <summary>What a code signature leads to when it is not in order.</summary>
/// <param name="Text">The words of the dynamic linker, or why the process is killed.</param>
/// <param name="Evidence">Where it is seen.</param>
/// <param name="IsKilled">True when the kernel ends the process at the first touch of a page, without a word from the dynamic linker.</param>
/// <param name="IsTextSure">False where the words are those of a closed part of the system, known from reports.</param>
internal sealed record SignatureRefusal(string Text, Evidence Evidence, bool IsKilled = false, bool IsTextSure = true);
