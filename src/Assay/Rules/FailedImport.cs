using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Imports;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>One asked import that raises or crashes, with the facts behind it.</summary>
/// <param name="Import">The dotted name that was asked for.</param>
/// <param name="Walk">How the import went.</param>
public sealed record FailedImport(string Import, ImportWalkResult Walk)
{
    /// <summary>The exception that reaches the caller, or null when the process dies.</summary>
    public PythonException? Exception => Walk.Exception;

    /// <summary>
    /// The exception to explain, or null when the process dies: the outermost one with facts behind it. A wrapper has none (numpy and scikit-learn raise one with
    /// a text of their own), while of two imports of which either would do (<c>try: import a</c>, <c>except ImportError: import b</c>) the last attempt counts.
    /// </summary>
    public PythonException? Deciding
    {
        get
        {
            for (PythonException? exception = Walk.Exception; exception is not null; exception = exception.Cause)
                if (exception.Origin is not null) return exception;
            return Walk.Exception?.Root;
        }
    }

    /// <summary>What the loader stumbled over, or null when it was not the loader.</summary>
    public LoadFailure? Load => (Walk.Outcome == VerdictKind.Crashes ? Walk.Crash?.Origin : Deciding?.Origin) as LoadFailure;

    /// <summary>The module that was not found, or null when none was missing.</summary>
    public MissingModule? Missing => Deciding?.Origin as MissingModule;

    /// <summary>A look at the file the failure is in, or null when it is in no file.</summary>
    public FileGlance? Culprit { get; init; }

    /// <summary>The modules from the asked import to the place that decided, outermost first.</summary>
    public ImmutableArray<string> Chain => Walk.Chain;

    /// <summary>The file of the last module of the chain that has one, or null.</summary>
    public string? LastFile => FilesAlongChain.LastOrDefault();

    /// <summary>The files of the modules along the chain, outermost first; modules without a file are left out.</summary>
    public IEnumerable<string> FilesAlongChain
    {
        get
        {
            foreach (string module in Chain)
                if (Walk.Steps.FirstOrDefault(step => step.Module == module)?.File is { } file) yield return file;
        }
    }
}
