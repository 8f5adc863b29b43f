"""Finance: orders, the bank file, its return, and what comes back."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.portals.desk.staff import accepted, at_desk, case_of, send, words
from tests.services.cases.stage import inpatient_form

from tongban.records.payments.models import PaymentBatch, PaymentOrder

HEADING = "付款编号,金额（元）,结果,原因\r\n"
KEY = re.compile(r'name="key" value="([^"]+)"')


def reviewed(amount: str, **form: str) -> str:
    number = accepted(form=inpatient_form(**form))
    send(at_desk("reviewer1"), number, "approve", amount=amount, words="同意")
    return number


def press(client, address: str, **fields: object):
    key = KEY.search(client.get(address).content.decode()).group(1)
    return client.post(address, {"key": key, **fields}, follow=True)


def batched(finance, *amounts: str) -> tuple[list[str], PaymentBatch]:
    numbers = [reviewed(amount, total_cost=amount) for amount in amounts]
    press(finance, "/desk/pay/", do="order", case=numbers)
    orders = [f"{number}-1" for number in numbers]
    press(finance, "/desk/pay/", do="batch", order=orders)
    return numbers, PaymentBatch.objects.get()


def returned(*lines: str, encoding: str = "utf-8") -> SimpleUploadedFile:
    text = HEADING + "\r\n".join(lines)
    return SimpleUploadedFile("return.csv", text.encode(encoding), "text/csv")


def test_the_sum_of_the_page_is_the_sum_of_its_cases_to_the_fen(finance):
    reviewed("0.01", total_cost="1.00")
    reviewed("99999999.99", total_cost="2.00")
    page = words(finance.get("/desk/pay/"))
    assert "合计 2 件 100,000,000.00" in page


def test_payee_and_account_are_masked_on_the_page_and_whole_in_the_file(finance):
    numbers, batch = batched(finance, "8000.01")
    page = finance.get(f"/desk/pay/files/{batch.number}/").content.decode()
    assert "6200000000000000" not in page
    assert "赵磊" not in page
    sent = finance.get(f"/desk/pay/files/{batch.number}/csv/")
    rows = list(csv.reader(io.StringIO(sent.content.decode("utf-8-sig"))))
    assert rows[1][:2] == [f"{numbers[0]}-1", "赵磊"]
    assert rows[1][3:5] == ["6200000000000000", "8000.01"]


def test_totals_of_file_and_orders_agree(finance):
    _, batch = batched(finance, "8000.01", "0.99")
    page = words(finance.get(f"/desk/pay/files/{batch.number}/"))
    assert batch.total_fen == 800_100
    assert page.count("8,001.00") == 2
    assert "逐笔合计与文件总额一致" in page


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_return_pays_some_and_sends_others_back(finance, encoding):
    (paid, failed), batch = batched(finance, "8000.01", "0.99")
    sent = returned(
        f"{paid}-1,8000.01,成功,", f"{failed}-1,0.99,失败,户名不符", encoding=encoding
    )
    address = f"/desk/pay/files/{batch.number}/"
    answer = press(finance, address, **{"return": sent})
    assert "到账 1 笔，退回 1 笔" in words(answer)
    assert case_of(paid).outcome == "granted"
    assert case_of(failed).payment == "failed"
    again = words(finance.get("/desk/pay/"))
    assert "退回重付" in again
    assert "户名不符" in again


def test_a_payment_that_came_back_is_ordered_again(finance):
    (number,), batch = batched(finance, "8000.01")
    sent = returned(f"{number}-1,8000.01,失败,户名不符")
    press(finance, f"/desk/pay/files/{batch.number}/", **{"return": sent})
    answer = press(finance, "/desk/pay/", do="order", case=[number])
    assert "已生成 1 笔付款单" in words(answer)
    assert PaymentOrder.objects.filter(number=f"{number}-2").exists()


@pytest.mark.parametrize(
    ("case", "line", "told"),
    [
        ("one fen off", "{order},8000.00,成功,", "金额与批次不符"),
        ("another batch", "nobody-1,8000.01,成功,", "不在本批次"),
        ("failed without why", "{order},8000.01,失败,", "失败应写明原因"),
    ],
)
def test_a_faulty_return_changes_nothing_and_names_the_line(finance, case, line, told):
    (number,), batch = batched(finance, "8000.01")
    sent = returned(line.format(order=f"{number}-1"))
    answer = press(finance, f"/desk/pay/files/{batch.number}/", **{"return": sent})
    assert answer.status_code == 409
    assert told in words(answer)
    assert PaymentOrder.objects.get().state == "sent"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "请选择银行回盘文件"),
        ({"return": SimpleUploadedFile("a.csv", b"\xff\xfe\xfa\x00")}, "不是 UTF-8"),
    ],
)
def test_no_file_or_no_text_is_told(finance, files, told):
    _, batch = batched(finance, "8000.01")
    answer = press(finance, f"/desk/pay/files/{batch.number}/", **files)
    assert told in words(answer)


def test_an_empty_choice_makes_no_file(finance):
    reviewed("1.00")
    assert "勾选" in words(press(finance, "/desk/pay/", do="order"))
    assert not PaymentOrder.objects.exists()
    numbers = [reviewed("2.00", total_cost="3.00")]
    press(finance, "/desk/pay/", do="order", case=numbers)
    answer = press(finance, "/desk/pay/", do="batch", order=[])
    assert answer.status_code == 409
    assert not PaymentBatch.objects.exists()


def test_one_refused_order_stops_no_other(finance):
    number = reviewed("1.00")
    answer = press(finance, "/desk/pay/", do="order", case=["370702000", number])
    page = words(answer)
    assert "已生成 1 笔付款单" in page
    assert "没有找到这个办件" in page


def test_another_office_does_not_see_the_file(finance):
    _, batch = batched(finance, "8000.01")
    elsewhere = at_desk("kuiwen-finance")
    assert elsewhere.get(f"/desk/pay/files/{batch.number}/").status_code in {404, 409}
    sent = elsewhere.get(f"/desk/pay/files/{batch.number}/csv/")
    assert sent.status_code in {404, 409}


def test_the_bank_files_are_listed(finance):
    _, batch = batched(finance, "8000.01")
    page = words(finance.get("/desk/pay/files/"))
    assert batch.number in page
    assert "等待回盘" in page
