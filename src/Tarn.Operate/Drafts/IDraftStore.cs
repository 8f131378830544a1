namespace Tarn.Operate.Drafts;

/// <summary>Where drafts are kept, each person's own.</summary>
public interface IDraftStore
{
    /// <summary>All drafts of a principal, by id.</summary>
    /// <exception cref="OperateException">The store cannot be read.</exception>
    Task<IReadOnlyList<Draft>> ListAsync(string principal, CancellationToken cancellationToken);

    /// <summary>Keeps a draft, unless what is kept was typed later: two windows may send in any order.</summary>
    /// <param name="principal">Whose.</param>
    /// <param name="draft">The draft.</param>
    /// <param name="most">So many a principal may have; a further one is not kept.</param>
    /// <param name="cancellationToken">Cancels before the write.</param>
    /// <returns>False where there are too many.</returns>
    /// <exception cref="OperateException">The store cannot be written.</exception>
    Task<bool> KeepAsync(string principal, Draft draft, int most, CancellationToken cancellationToken);

    /// <summary>Forgets a draft; one that is not there is no error.</summary>
    /// <exception cref="OperateException">The store cannot be written.</exception>
    Task RemoveAsync(string principal, string id, CancellationToken cancellationToken);
}
