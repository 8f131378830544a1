using Tarn.Iceberg.Storage;
using Tarn.Ingest.Connections;
using Tarn.Operate.Doctor;
using Tarn.Operate.Jobs;
using Tarn.Project;
using Tarn.Project.Yaml;

namespace Tarn.Cli.Composition;

/// <summary>What the doctor looks at.</summary>
static class DoctorComposition
{
    /// <summary>A younger unreferenced file may belong to a commit that is under way.</summary>
    static readonly TimeSpan OrphanGrace = TimeSpan.FromMinutes(10);

    public static Examination Of(ProjectHost project) => new(
    [
        new ProjectFilesCheck(_ => Task.FromResult(Problems(project.Folder))),
        new StateStoreCheck(project.State.CheckIntegrityAsync),
        new DiskSpaceCheck([project.Folder.Root, project.Folder.WarehouseFolder], ByteSize.GiB(2), ByteSize.MiB(200)),
        new ServerFileCheck(project.Folder.ServerFile),
        new LostJobsCheck(new LostJobs(project.JobStore, project.Time, JobTimings.Default)),
        new TemporaryFoldersCheck(project.Folder.TemporaryFolder),
        new TablesCheck(project.Catalog),
        new WarehouseFilesCheck(project.Catalog, project.Store, Location.OfLocalPath(project.Folder.WarehouseFolder).ToString(), OrphanGrace, project.Time),
    ]);

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
