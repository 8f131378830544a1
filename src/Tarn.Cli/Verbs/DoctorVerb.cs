using System.CommandLine;
using Tarn.Cli.Composition;
using Tarn.Cli.Output;
using Tarn.Operate.Doctor;
using Tarn.Storage;

namespace Tarn.Cli.Verbs;

/// <summary><c>tarn doctor</c>: what is wrong with this installation, and the fix. Exit code 1 when something fails.</summary>
static class DoctorVerb
{
    public static Command Create() => Verb.Create("doctor", "Check this installation.", RunAsync);

    static async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        try
        {
            await using var project = await context.OpenAsync(cancellationToken).ConfigureAwait(false);
            return await ReportAsync(DoctorComposition.Of(project), context, cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            // The state store is one of the patients.
            return await ReportAsync(DoctorComposition.Of(ProjectHost.FolderAt(context.Project), e), context, cancellationToken).ConfigureAwait(false);
        }
    }

    static async Task<int> ReportAsync(Examination examination, VerbContext context, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        await foreach (var finding in examination.RunAsync(cancellationToken).ConfigureAwait(false))
        {
            findings.Add(finding);
            if (!context.Json) Print(finding);
        }

        if (context.Json) FindingJson.Print(findings);
        return findings.Exists(f => f.State == CheckState.Fail) ? ExitCode.Failed : ExitCode.Success;
    }

    static void Print(Finding finding)
    {
        Console.WriteLine($"{Mark(finding.State)} {finding.Check,-18} {finding.What}");
        foreach (var detail in finding.Details) Console.WriteLine($"                       {detail}");
        if (finding.Fix is { } fix) Console.WriteLine($"                       → {fix}");
    }

    static string Mark(CheckState state) => state switch { CheckState.Ok => "ok  ", CheckState.Warn => "warn", _ => "FAIL" };
}
