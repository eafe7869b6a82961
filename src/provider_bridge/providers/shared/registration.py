"""What the fields of a registration are called for people, at every provider."""

from __future__ import annotations

from typing import Final

__all__ = ["TITLES"]

TITLES: Final = {
    "email": "Email address",
    "first_name": "First name",
    "last_name": "Last name",
    "address": "Address",
    "city": "City",
    "state": "State/Province",
    "postal_code": "Zip/Postal code",
    "country": "Country/Region",
    "phone": "Phone",
    "organization": "Organization",
    "industry": "Industry",
    "job_title": "Job title",
    "purchasing_time_frame": "Purchasing time frame",
    "role_in_purchase_process": "Role in purchase process",
    "number_of_employees": "Number of employees",
    "comments": "Questions & comments",
    "source": "Source",
    "implementation_time_frame": "Implementation time frame",
    "employee_count": "Employee count",
}
