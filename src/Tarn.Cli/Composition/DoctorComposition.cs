using Tarn.Iceberg.Storage;
using Tarn.Ingest.Connections;
using Tarn.Operate.Doctor;
using Tarn.Operate.Jobs;
using Tarn.Project;
using Tarn.Project.Yaml;
using Tarn.Server.Instance;
using Tarn.Storage;

namespace Tarn.Cli.Composition;

/// <summary>What the doctor looks at.</summary>
static class DoctorComposition
{
    /// <summary>A younger unreferenced file may belong to a commit that is under way.</summary>
    static readonly TimeSpan OrphanGrace = TimeSpan.FromMinutes(10);

    public static Examination Of(ProjectHost project) => Of(project, new LostJobs(project.JobStore, project.Time, JobTimings.Default));

    static Examination Of(ProjectHost project, LostJobs jobs) => new(
    [
        new ProjectFilesCheck(_ => Task.FromResult(Problems(project.Folder))),
        new StateStoreCheck(project.State.CheckIntegrityAsync),
        Disk(project.Folder),
        Server(project.Folder),
        new LostJobsCheck(jobs),
        new TemporaryFoldersCheck(project.Folder.TemporaryFolder),
        new TablesCheck(project.Catalog),
        new WarehouseFilesCheck(project.Catalog, project.Store, Location.OfLocalPath(project.Folder.WarehouseFolder).ToString(), OrphanGrace, jobs.OldestLivingAsync, project.Time),
    ]);

    /// <summary>What can be looked at while the state store cannot be opened.</summary>
    public static Examination Of(ProjectFolder folder, StorageException error) => new(
    [
        new ProjectFilesCheck(_ => Task.FromResult(Problems(folder))),
        new StateStoreCheck(_ => throw error),
        Disk(folder),
        Server(folder),
        new TemporaryFoldersCheck(folder.TemporaryFolder),
    ]);

    static DiskSpaceCheck Disk(ProjectFolder folder) => new([folder.Root, folder.WarehouseFolder], ByteSize.GiB(2), ByteSize.MiB(200));

    static ServerFileCheck Server(ProjectFolder folder) => new(folder.ServerFile, () => ProjectLock.Find(folder.PrivateFolder)?.Pid);

    static IReadOnlyList<ProjectProblem> Problems(ProjectFolder folder)
    {
        try
        {
            _ = Connection.LoadAll(folder);
            return [];
        }
        catch (ProjectException e)
        {
            return [.. e.Problems];
        }
    }
}
