"""The book of a day is on disk with every answer, and knows what is still open."""

from decimal import Decimal

from tongban.config.his_demo.book import Asked, Booked, Patient, file_of, read_book

PATIENT = Patient("1", "310")
ROW = Booked("9", "8", PATIENT, "11", *(Decimal(n) for n in ("10", "6", "1", "3")))
ASKED = Asked("m1", "2207", '{"x": 1}', PATIENT)


def test_there_is_no_book_at_first(tmp_path):
    book = read_book(file_of(tmp_path, "H1"))
    assert (book.rows, book.open) == ([], {})
    assert not book.file.exists()


def test_what_is_answered_is_read_again(tmp_path):
    book = read_book(tmp_path / "deep" / "book.jsonl")
    book.ask(ASKED)
    book.close("m1", [ROW, ROW.undone()])
    again = read_book(book.file)
    assert again.rows == [ROW, ROW.undone()]
    assert again.open == {}
    assert again.settled("9") == ROW
    assert sum(one.total for one in again.rows) == 0


def test_what_is_asked_and_not_answered_stays_open(tmp_path):
    book = read_book(tmp_path / "book.jsonl")
    book.ask(ASKED)
    assert read_book(book.file).open == {"m1": ASKED}


def test_a_refused_message_is_closed_without_a_row(tmp_path):
    book = read_book(tmp_path / "book.jsonl")
    book.ask(ASKED)
    book.close("m1")
    again = read_book(book.file)
    assert (again.rows, again.open) == ([], {})


def test_a_torn_last_line_leaves_the_rest_and_the_message_open(tmp_path):
    book = read_book(tmp_path / "book.jsonl")
    book.ask(ASKED)
    with book.file.open("a") as file:
        file.write('{"answered": "m1", "ro')
    again = read_book(book.file)
    assert again.open == {"m1": ASKED}
    again.close("m1", [ROW])
    assert read_book(book.file).rows == [ROW]


def test_only_a_torn_line_is_an_empty_book(tmp_path):
    file = tmp_path / "book.jsonl"
    file.write_text('{"asked": ')
    assert read_book(file).rows == []
    assert file.read_text() == ""
