namespace Assay.Cli.Commands;

/// <summary>The JSON Schemas that travel with the program.</summary>
internal static class Schema
{
    /// <summary>Prints one.</summary>
    /// <param name="name">Its name: <c>check-1</c>.</param>
    /// <param name="session">Where it goes.</param>
    public static ExitCode Print(string name, Session session)
    {
        using Stream stream = typeof(Schema).Assembly.GetManifestResourceStream("schema:" + name) ?? throw new InvalidOperationException($"the schema {name} is not part of this build");
        stream.CopyTo(session.Output);
        return ExitCode.Success;
    }
}
