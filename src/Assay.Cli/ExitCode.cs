namespace Assay.Cli;

/// <summary>What the exit status says. Scripts rely on it.</summary>
internal enum ExitCode
{
    /// <summary>Everything that was asked for imports, or the command did what it was asked.</summary>
    Success = 0,

    /// <summary>An asked import does not import or is not decided, or there is a finding at or above <c>--fail-on</c>.</summary>
    Findings = 1,

    /// <summary>The command line or the subject could not be read, or the output could not be written.</summary>
    Usage = 2,

    /// <summary>A fault in Assay itself.</summary>
    Fault = 3,
}
