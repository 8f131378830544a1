using System.Text.Json.Nodes;
using Tarn.Faults.Tests.Workshops;
using Tarn.Iceberg.Storage;
using Tarn.Project.Processes;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.Kills;

/// <summary>What killed processes left behind, held against what <c>tarn doctor</c> says of it.</summary>
static class Leftovers
{
    public static async Task AreNamedByTheDoctorAsync(Workshop workshop, string label)
    {
        HashSet<string> reachable;
        await using (var project = await OpenedProject.OpenAsync(workshop.Root)) reachable = await project.ReachableFilesAsync();
        var orphans = Directory.EnumerateFiles(workshop.Warehouse, "*", SearchOption.AllDirectories).Where(f => !reachable.Contains(f)).Order(StringComparer.Ordinal).ToList();
        var folders = Directory.Exists(Path.Combine(workshop.Root, ".tarn", "tmp")) ? Directory.GetDirectories(Path.Combine(workshop.Root, ".tarn", "tmp")) : [];

        var findings = JsonNode.Parse((await TarnProgram.RunAsync(workshop.Root, "doctor", "--json")).Demand().Output)!.AsArray();
        var named = Details(findings, "warehouse-files").Select(d => Location.Parse(d[..d.LastIndexOf(" (", StringComparison.Ordinal)]).LocalPath).Order(StringComparer.Ordinal);
        Assert.True(orphans.SequenceEqual(named), $"{label}: the doctor names\n{string.Join('\n', named)}\nand these are orphans\n{string.Join('\n', orphans)}");
        var temporary = Details(findings, "temporary-folders").Select(d => d[..d.LastIndexOf(" (", StringComparison.Ordinal)]).Order(StringComparer.Ordinal);
        // A server that runs has a folder of its own, which is nobody's leftover.
        Assert.Subset(folders.ToHashSet(), temporary.ToHashSet());
        Assert.All(folders.Except(temporary), folder => Assert.True(ProcessIdentity.IsFolderOfLiving(Path.GetFileName(folder)), $"{label}: the doctor does not name {folder}"));

        foreach (var file in orphans) File.Delete(file);
        foreach (var folder in temporary) Directory.Delete(folder, recursive: true);
        var state = await WorkshopState.OfAsync(workshop);
        state.Is(workshop.Bronze.OfSync, $"{label}, orphans removed");
        state.Is(workshop.Bronze.OfBuild, $"{label}, orphans removed");
    }

    static IEnumerable<string> Details(JsonArray findings, string check) =>
        findings.Where(f => (string)f!["check"]! == check).SelectMany(f => f!["details"]!.AsArray()).Select(d => (string)d!);
}
