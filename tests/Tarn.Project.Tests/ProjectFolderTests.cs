using Tarn.Testing;

namespace Tarn.Project.Tests;

public sealed class ProjectFolderTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    void Write(string text) => File.WriteAllText(folder.File("tarn.yaml"), text);

    [Fact]
    public void Is_found_from_any_folder_inside()
    {
        Write("");
        var deep = Directory.CreateDirectory(folder.File("models", "silver")).FullName;
        Assert.Equal(folder.Path, ProjectFolder.Locate(deep));
    }

    [Fact]
    public void Is_not_found_outside() => Assert.Null(ProjectFolder.Locate(folder.Path));

    [Fact]
    public void Opening_makes_a_private_folder_for_the_owner_only()
    {
        Write("storage: {warehouse: ../elsewhere}\ncatalog: {store: /var/tarn.db}\n");
        var project = ProjectFolder.Open(folder.Path);
        Assert.Equal(Path.GetFullPath(folder.File("..", "elsewhere")), project.WarehouseFolder);
        Assert.Equal("/var/tarn.db", project.StateDatabase);
        Assert.Equal("1", File.ReadAllText(folder.File(".tarn", "format")).Trim());
        Assert.Equal("*", File.ReadAllText(folder.File(".tarn", ".gitignore")).Trim());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(project.PrivateFolder));
    }

    [Fact]
    public async Task A_new_folder_can_be_opened_by_many_at_once()
    {
        Write("");
        for (var round = 0; round < 50; round++)
        {
            using var start = new Barrier(8);
            var opened = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return ProjectFolder.Open(folder.Path);
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
            await Task.WhenAll(opened);
            Assert.Equal([".gitignore", "format"], Directory.EnumerateFiles(folder.File(".tarn")).Select(Path.GetFileName).Order());
            Directory.Delete(folder.File(".tarn"), recursive: true);
        }
    }

    [Fact]
    public void Inspecting_leaves_the_disk_as_it_is()
    {
        Write("");
        _ = ProjectFolder.Inspect(folder.Path);
        Assert.Equal(["tarn.yaml"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_of_a_newer_program_is_refused_and_left_alone()
    {
        Write("");
        _ = Directory.CreateDirectory(folder.File(".tarn"));
        File.WriteAllText(folder.File(".tarn", "format"), "2\n");
        var error = Assert.Throws<ProjectException>(() => ProjectFolder.Open(folder.Path));
        Assert.Equal(ProjectErrorKind.TooNew, error.Kind);
        Assert.Contains("newer Tarn (format 2; this program knows up to 1)", error.Message, StringComparison.Ordinal);
        Assert.Equal("2\n", File.ReadAllText(folder.File(".tarn", "format")));
    }

    [Fact]
    public void A_folder_without_the_file_names_the_command_that_makes_one()
    {
        var error = Assert.Throws<ProjectException>(() => ProjectFolder.Open(folder.Path));
        Assert.Equal(ProjectErrorKind.NotFound, error.Kind);
        Assert.Contains("tarn init", error.Message, StringComparison.Ordinal);
    }
}
