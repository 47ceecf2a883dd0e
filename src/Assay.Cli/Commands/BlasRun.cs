using System.Collections.Immutable;
using Assay.Reporting;
using Assay.Verification;

namespace Assay.Cli.Commands;

/// <summary>Tries libraries by running them, and prints what came out: what <c>assay blas --run</c> does once it knows which libraries those are.</summary>
internal static class BlasRun
{
    /// <summary>Runs trials one after the other and prints each as soon as it is done.</summary>
    /// <param name="requests">What to try.</param>
    /// <param name="json">True for one JSON object instead of text.</param>
    /// <param name="session">Streams and style.</param>
    /// <param name="command">The program that plays the child; null for this very program.</param>
    /// <returns>Success when every library is sound.</returns>
    public static ExitCode Print(ImmutableArray<BlasTrialRequest> requests, bool json, Session session, ImmutableArray<string>? command = null)
    {
        ImmutableArray<string> child = command ?? Itself();
        List<BlasTrialResult> results = [];
        foreach (BlasTrialRequest request in requests)
        {
            // Said before it happens: everything else Assay does only reads.
            if (!json) session.Print(writer => TrialReport.WriteAnnouncement(request, writer, session.Style));
            BlasTrialResult result;
            using (Progress.Start(session, "running it")) result = BlasTrial.Run(request, child);
            results.Add(result);
            if (!json) session.Print(writer => TrialReport.Write(result, writer, session.Style, session.OutputIsTerminal));
            if (!json && results.Count < requests.Length) session.Print(writer => writer.WriteLine());
        }

        if (json) TrialJsonReport.Write(results, ProductVersion.Text, session.Output);
        return results.All(result => result.IsSound) ? ExitCode.Success : ExitCode.Findings;
    }

    // A native program is its own file; `dotnet Assay.Cli.dll` is the host and the library it was given.
    private static ImmutableArray<string> Itself()
    {
        string program = Environment.ProcessPath ?? "assay";
        bool isHost = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return isHost ? [program, Path.Combine(AppContext.BaseDirectory, "Assay.Cli.dll"), BlasTrial.ChildCommand] : [program, BlasTrial.ChildCommand];
    }
}
