using System.Text.RegularExpressions;
using Tarn.Engine.Tests.Sessions;

namespace Tarn.Engine.Tests.Writes;

/// <summary>Files go where the table's properties say.</summary>
public sealed class FilePlacesTests
{
    [Theory]
    [InlineData(2, "")]
    [InlineData(3, "")]
    [InlineData(2, ", 'write.object-storage.partitioned-paths' = 'false'")]
    public async Task The_layout_for_object_stores_spreads_data_and_delete_files(int version, string properties)
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync($"create table t (id int, p varchar) partitioned by (p) tblproperties ('format-version' = '{version}', 'write.delete.mode' = 'merge-on-read', 'write.object-storage.enabled' = 'true'{properties})");
        await lakehouse.RunAsync("insert into t select i, 'a b/' || i % 2 from range(10) r(i)");
        await lakehouse.RunAsync("delete from t where id in (3, 4)");
        var files = (await lakehouse.RunAsync("select file_path from t.files")).Rows.Select(r => (string)r[0]!).ToList();
        Assert.Equal(version == 2 ? 4 : 3, files.Distinct().Count());
        var partition = version == 3 ? "(p=a\\+b%2F[01]/)?" : properties.Length > 0 ? "" : "p=a\\+b%2F[01]/";
        var hashed = new Regex($"/data/[01]{{4}}/[01]{{4}}/[01]{{4}}/[01]{{8}}{(properties.Length > 0 ? "-" : "/")}{partition}[-0-9a-z]+\\.(parquet|puffin)$");
        Assert.All(files, file => Assert.Matches(hashed, file));
        Assert.Equal(38L, (await lakehouse.RunAsync("select sum(id)::bigint from t")).Single);
    }
}
