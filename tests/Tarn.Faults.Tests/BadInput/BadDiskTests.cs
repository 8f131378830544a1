using System.Security.Cryptography;
using System.Text;
using Tarn.Faults.Tests.Workshops;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.BadInput;

/// <summary>A disk that is full or read-only: said in words, nothing half done, and what was there is there afterwards.</summary>
public sealed class BadDiskTests : IDisposable
{
    readonly MountedFolder disk = new("6m");
    readonly Workshop workshop;

    public BadDiskTests()
    {
        workshop = new Workshop(disk.Path);
        workshop.AddRound();
    }

    public void Dispose()
    {
        workshop.Dispose();
        disk.Dispose();
    }

    [MountFact]
    public async Task A_full_disk_is_named_and_leaves_the_tables_and_no_halves()
    {
        (await TarnProgram.RunAsync(workshop.Root, "sync")).Demand();
        var files = Files();
        using var sources = new Workshop();
        var noise = Enumerable.Range(0, 300_000).Select(i => $"{i},{Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(i)))}\n");
        sources.Write("big/big.csv", "id,noise\n" + string.Concat(noise));
        workshop.Write("sources/big.yaml", $"type: files\npath: {sources.Root}\nstreams:\n  big: {{files: big/*.csv, table: bad.big}}\n");

        Says((await TarnProgram.RunAsync(workshop.Root, "sync", "big")).Demand(1), "The disk is full", "Nothing was changed", "Free some space");
        Says((await TarnProgram.RunAsync(workshop.Root, "sql", "create table bronze.big as select hash(range) as a, hash(range * 7) as b from range(1000000)")).Demand(1), "The disk is full", "Nothing was changed", "Free some space");
        Assert.Equal(files, Files().Where(f => !f.Contains("/bad/", StringComparison.Ordinal)));

        FillUp();
        Says(await TarnProgram.RunAsync(workshop.Root, "sql", "insert into bronze.stock (item_id) values (99)"), "full");
        var doctor = (await TarnProgram.RunAsync(workshop.Root, "doctor")).Demand(1);
        Assert.Contains("FAIL disk-space", doctor.Output, StringComparison.Ordinal);
        File.Delete(workshop.PathOf("filler"));
        (await WorkshopState.OfAsync(workshop)).Is(workshop.Bronze.OfSync, "after the full disk");
        workshop.AddRound();
        (await TarnProgram.RunAsync(workshop.Root, "sync", "work")).Demand();
        (await WorkshopState.OfAsync(workshop)).Is(workshop.Bronze.OfSync, "after space was made");
    }

    [MountFact]
    public async Task A_read_only_folder_is_named_and_leaves_the_tables()
    {
        (await TarnProgram.RunAsync(workshop.Root, "sync")).Demand();
        var before = workshop.Bronze.OfSync;
        workshop.AddRound();
        disk.MakeReadOnly();
        foreach (string[] command in new[] { new[] { "sync" }, ["dbt", "build"], ["sql", "insert into bronze.stock (item_id) values (99)"], ["up", "--port", "0"] })
            Says((await TarnProgram.RunAsync(workshop.Root, command)).Demand(1), "read-only file system", "nothing was changed", "make the folder writable");
        Assert.Contains("FAIL state-store", (await TarnProgram.RunAsync(workshop.Root, "doctor")).Demand(1).Output, StringComparison.Ordinal);
        disk.MakeWritable();
        (await WorkshopState.OfAsync(workshop)).Is(before, "after the read-only folder");
        (await TarnProgram.RunAsync(workshop.Root, "sync")).Demand();
        (await WorkshopState.OfAsync(workshop)).Is(workshop.Bronze.OfSync, "after the folder was writable again");
    }

    static void Says(ProgramAnswer answer, params string[] said)
    {
        Assert.NotEqual(0, answer.ExitCode);
        Assert.All(said, text => Assert.Contains(text, answer.Errors, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("   at ", answer.Errors, StringComparison.Ordinal);
    }

    List<string> Files() => [.. Directory.EnumerateFiles(workshop.Warehouse, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    void FillUp()
    {
        using var filler = File.Create(workshop.PathOf("filler"));
        try
        {
            for (var block = Encoding.ASCII.GetBytes(new string('x', 4096)); ;)
            {
                filler.Write(block);
                filler.Flush();
            }
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }
}
